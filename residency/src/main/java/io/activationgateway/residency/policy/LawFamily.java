package io.activationgateway.residency.policy;

/** How a law limits exports: whose transfer tools count, or what holds without any. No law accepts another's tools. */
public enum LawFamily {
    /** Chapter V of the GDPR. */
    GDPR,
    /** KVKK Art 9, with its standard contract that is to be notified. */
    KVKK,
    /** Chapter V of the UK GDPR: adequacy regulations, IDTA, UK Addendum, UK BCR. */
    UK_GDPR,
    /** Art 16-17 of the Swiss Data Protection Act: country list, clauses with Swiss changes. */
    FADP,
    /** Art 33-36 of the Brazilian LGPD: adequacy, clauses of the ANPD. */
    LGPD,
    /** The law limits no export. */
    OPEN,
    /** Records are first written inside the territory: nothing goes abroad, and the home is there. */
    LOCAL_ONLY
}
