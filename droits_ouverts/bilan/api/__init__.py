"""The rights check-up for machines: OpenFisca's Web API, over our system."""
