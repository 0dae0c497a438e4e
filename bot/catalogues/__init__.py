"""The texts in the languages of the house: found in the source, kept in locales/, loaded for a reader."""
