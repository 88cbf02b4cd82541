"""Identity providers that speak OpenID Connect, ProConnect's profile included."""
