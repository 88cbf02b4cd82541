"""How each language writes its dates: Django's own English and Arabic read 03/04 as a day of March, which nobody in France means."""
