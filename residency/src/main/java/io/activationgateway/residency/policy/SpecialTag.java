package io.activationgateway.residency.policy;

/** What makes data special. The lists of GDPR Art 9 and KVKK Art 6 differ, so a rule names the tags it means. */
public enum SpecialTag {
    RACE,
    ETHNIC_ORIGIN,
    POLITICAL_OPINION,
    BELIEF,
    UNION_MEMBERSHIP,
    GENETIC,
    BIOMETRIC,
    HEALTH,
    SEX_LIFE,
    /** Special under KVKK only. */
    DRESS,
    /** Membership of an association; special under KVKK only. */
    ASSOCIATION_MEMBERSHIP,
    /** Membership of a foundation; special under KVKK only. */
    FOUNDATION_MEMBERSHIP,
    /** Convictions and security measures; GDPR Art 10, KVKK Art 6. */
    CRIMINAL
}
