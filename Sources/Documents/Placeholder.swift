// Placeholder: this module's first file replaces it.
