package io.activationgateway.consent.identity;

/**
 * The key a person is looked up by: the first 128 bits of HMAC-SHA-256 over identifier type and normalised value under
 * the region's pseudonym key, wrapped once for each rotation of that key (see {@link KeyRing}). A pseudonym (GDPR Art
 * 4(5)): it is personal data, yet says nothing without the keys.
 */
public record SubjectKey(long high, long low) {}
