"""The design system: tokens, components, icons, base page."""
