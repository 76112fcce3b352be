package io.activationgateway.residency.policy;

/** The laws whose transfer tools the gateway can weigh. */
public enum LawFamily {
    GDPR,
    KVKK
}
