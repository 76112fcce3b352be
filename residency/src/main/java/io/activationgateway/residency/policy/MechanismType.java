package io.activationgateway.residency.policy;

/** The tools that open a border, each of one law; no law accepts another's. */
public enum MechanismType {
    EU_ADEQUACY(LawFamily.GDPR, Kind.ADEQUACY, "GDPR:45"),
    EU_DPF(LawFamily.GDPR, Kind.LISTING, "GDPR:45"),
    EU_SCC_M1(LawFamily.GDPR, Kind.CLAUSES, "GDPR:46(2)(c)"),
    EU_SCC_M2(LawFamily.GDPR, Kind.CLAUSES, "GDPR:46(2)(c)"),
    EU_SCC_M3(LawFamily.GDPR, Kind.CLAUSES, "GDPR:46(2)(c)"),
    EU_SCC_M4(LawFamily.GDPR, Kind.CLAUSES, "GDPR:46(2)(c)"),
    EU_BCR_C(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(b)"),
    EU_BCR_P(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(b)"),
    EU_CODE(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(e)"),
    EU_CERT(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(f)"),
    EU_ADHOC(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(3)(a)"),
    EU_DEROG_CONSENT(LawFamily.GDPR, Kind.DEROGATION, "GDPR:49(1)(a)"),
    TR_ADEQUACY(LawFamily.KVKK, Kind.ADEQUACY, "KVKK:9(1)"),
    TR_SS_1(LawFamily.KVKK, Kind.CONTRACT, "KVKK:9(4)(c)"),
    TR_SS_2(LawFamily.KVKK, Kind.CONTRACT, "KVKK:9(4)(c)"),
    TR_SS_3(LawFamily.KVKK, Kind.CONTRACT, "KVKK:9(4)(c)"),
    TR_SS_4(LawFamily.KVKK, Kind.CONTRACT, "KVKK:9(4)(c)"),
    TR_BCR(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(b)"),
    TR_UNDERTAKING(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(ç)"),
    TR_PUBLIC(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(a)"),
    TR_INCIDENTAL_CONSENT(LawFamily.KVKK, Kind.DEROGATION, "KVKK:9(6)(a)");

    private final LawFamily family;
    private final Kind kind;
    private final String article;

    MechanismType(LawFamily family, Kind kind, String article) {
        this.family = family;
        this.kind = kind;
        this.article = article;
    }

    public LawFamily family() {
        return family;
    }

    /** Which documents it needs: the {@link Mechanism} of that kind. */
    public Kind kind() {
        return kind;
    }

    /** The article that provides for it. */
    public String article() {
        return article;
    }

    /** The kinds of documents; each has its record in {@link Mechanism}. */
    public enum Kind {
        ADEQUACY,
        LISTING,
        CLAUSES,
        CONTRACT,
        APPROVAL,
        DEROGATION
    }
}
