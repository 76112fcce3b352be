package io.activationgateway.residency.policy;

/** Secrecy beside privacy law that keeps a field in its country. */
public enum Secret {
    BANK_SECRET,
    LOCAL_ONLY
}
