-- A frozen cohort whose members are not as many as it says.
SELECT c.cohort_id, c.n, count(m.entity_id) AS n_members
FROM (SELECT DISTINCT cohort_id, n FROM cohort) c
LEFT JOIN cohort_member m USING (cohort_id)
GROUP BY ALL
HAVING count(m.entity_id) <> c.n;
