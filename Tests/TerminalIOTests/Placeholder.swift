// Placeholder: this module's first test replaces it.
