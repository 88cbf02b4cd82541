"""Programme, sites, areas."""
