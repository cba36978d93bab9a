-- Which private creators are there, and how many elements do they hold?
SELECT private_creator, "group", count(DISTINCT element_low) AS n_elements, count(*) AS n_values
FROM private_element
GROUP BY ALL
ORDER BY n_values DESC;
