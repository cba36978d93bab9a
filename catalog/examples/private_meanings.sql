-- What do the private elements of my scanners mean?
SELECT p.private_creator, p."group", p.element_low, any_value(d.name) AS name, count(*) AS n, any_value(p.value_text) AS example
FROM private_element p
LEFT JOIN private_dictionary d USING (private_creator, "group", element_low)
GROUP BY ALL
ORDER BY n DESC, 1, 2, 3
LIMIT 100;
