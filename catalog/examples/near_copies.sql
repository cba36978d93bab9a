-- Which volumes of different patients look alike, as when one study was de-identified twice?
SELECT
    a.entity_id AS volume_id,
    b.entity_id AS other_volume_id,
    bit_count(xor(('0x' || a.perceptual_hash)::UBIGINT, ('0x' || b.perceptual_hash)::UBIGINT)) AS bits_apart
FROM pixel_stat a
JOIN pixel_stat b ON a.level = 'volume' AND b.level = 'volume' AND a.entity_id < b.entity_id
JOIN volume va ON va.volume_id = a.entity_id
JOIN volume vb ON vb.volume_id = b.entity_id
JOIN series sa ON sa."SeriesInstanceUID" = va."SeriesInstanceUID"
JOIN series sb ON sb."SeriesInstanceUID" = vb."SeriesInstanceUID"
WHERE sa.patient_key <> sb.patient_key
    AND NOT a.blank AND NOT b.blank
    -- A picture with hardly a bit set, or with nearly all, is a plain ramp: it resembles every other one.
    AND bit_count(('0x' || a.perceptual_hash)::UBIGINT) BETWEEN 8 AND 56
    AND bits_apart <= 4
ORDER BY bits_apart, volume_id, other_volume_id;
