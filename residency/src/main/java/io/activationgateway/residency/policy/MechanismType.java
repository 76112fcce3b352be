package io.activationgateway.residency.policy;

/** The tools that open a border, each of one law; no law accepts another's. */
public enum MechanismType {
    EU_ADEQUACY(LawFamily.GDPR, Kind.ADEQUACY, "GDPR:45"),
    EU_DPF(LawFamily.GDPR, Kind.LISTING, "GDPR:45"),
    EU_SCC_M1(LawFamily.GDPR, Kind.CLAUSES, 1, "GDPR:46(2)(c)"),
    EU_SCC_M2(LawFamily.GDPR, Kind.CLAUSES, 2, "GDPR:46(2)(c)"),
    EU_SCC_M3(LawFamily.GDPR, Kind.CLAUSES, 3, "GDPR:46(2)(c)"),
    EU_SCC_M4(LawFamily.GDPR, Kind.CLAUSES, 4, "GDPR:46(2)(c)"),
    EU_BCR_C(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(b)"),
    EU_BCR_P(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(b)"),
    EU_CODE(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(e)"),
    EU_CERT(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(2)(f)"),
    EU_ADHOC(LawFamily.GDPR, Kind.APPROVAL, "GDPR:46(3)(a)"),
    EU_DEROG_CONSENT(LawFamily.GDPR, Kind.DEROGATION, "GDPR:49(1)(a)"),
    EU_DEROG_CONTRACT(LawFamily.GDPR, Kind.DEROGATION, "GDPR:49(1)(b)"),
    TR_ADEQUACY(LawFamily.KVKK, Kind.ADEQUACY, "KVKK:9(1)"),
    TR_SS_1(LawFamily.KVKK, Kind.CONTRACT, 1, "KVKK:9(4)(c)"),
    TR_SS_2(LawFamily.KVKK, Kind.CONTRACT, 2, "KVKK:9(4)(c)"),
    TR_SS_3(LawFamily.KVKK, Kind.CONTRACT, 3, "KVKK:9(4)(c)"),
    TR_SS_4(LawFamily.KVKK, Kind.CONTRACT, 4, "KVKK:9(4)(c)"),
    TR_BCR(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(b)"),
    TR_UNDERTAKING(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(ç)"),
    TR_PUBLIC(LawFamily.KVKK, Kind.APPROVAL, "KVKK:9(4)(a)"),
    TR_INCIDENTAL_CONSENT(LawFamily.KVKK, Kind.DEROGATION, "KVKK:9(6)(a)"),
    TR_INCIDENTAL_CONTRACT(LawFamily.KVKK, Kind.DEROGATION, "KVKK:9(6)(b)"),
    UK_ADEQUACY(LawFamily.UK_GDPR, Kind.ADEQUACY, "UKGDPR:45A"),
    /** The UK Extension to the Data Privacy Framework, which a recipient joins beside the framework itself. */
    UK_DPF(LawFamily.UK_GDPR, Kind.LISTING, "UKGDPR:45A"),
    UK_IDTA(LawFamily.UK_GDPR, Kind.CLAUSES, "UKGDPR:46(2)(d)"),
    UK_ADDENDUM(LawFamily.UK_GDPR, Kind.CLAUSES, "UKGDPR:46(2)(d)"),
    UK_BCR(LawFamily.UK_GDPR, Kind.APPROVAL, "UKGDPR:46(2)(b)"),
    UK_DEROG_CONSENT(LawFamily.UK_GDPR, Kind.DEROGATION, "UKGDPR:49(1)(a)"),
    UK_DEROG_CONTRACT(LawFamily.UK_GDPR, Kind.DEROGATION, "UKGDPR:49(1)(b)"),
    CH_ADEQUACY(LawFamily.FADP, Kind.ADEQUACY, "FADP:16(1)"),
    CH_DPF(LawFamily.FADP, Kind.LISTING, "FADP:16(1)"),
    CH_SCC_M1(LawFamily.FADP, Kind.CLAUSES, 1, "FADP:16(2)(d)"),
    CH_SCC_M2(LawFamily.FADP, Kind.CLAUSES, 2, "FADP:16(2)(d)"),
    CH_SCC_M3(LawFamily.FADP, Kind.CLAUSES, 3, "FADP:16(2)(d)"),
    CH_SCC_M4(LawFamily.FADP, Kind.CLAUSES, 4, "FADP:16(2)(d)"),
    CH_BCR(LawFamily.FADP, Kind.APPROVAL, "FADP:16(2)(e)"),
    CH_DEROG_CONSENT(LawFamily.FADP, Kind.DEROGATION, "FADP:17(1)(a)"),
    CH_DEROG_CONTRACT(LawFamily.FADP, Kind.DEROGATION, "FADP:17(1)(b)"),
    BR_ADEQUACY(LawFamily.LGPD, Kind.ADEQUACY, "LGPD:33(I)"),
    BR_SPECIFIC(LawFamily.LGPD, Kind.APPROVAL, "LGPD:33(II)(a)"),
    BR_CLAUSES(LawFamily.LGPD, Kind.CLAUSES, "LGPD:33(II)(b)"),
    BR_BCR(LawFamily.LGPD, Kind.APPROVAL, "LGPD:33(II)(c)"),
    BR_DEROG_CONSENT(LawFamily.LGPD, Kind.DEROGATION, "LGPD:33(VIII)"),
    BR_DEROG_CONTRACT(LawFamily.LGPD, Kind.DEROGATION, "LGPD:33(IX)");

    /** Of tools that fit whoever the parties are. */
    public static final int ANY_MODULE = 0;

    private final LawFamily family;
    private final Kind kind;
    private final int module;
    private final String article;

    MechanismType(LawFamily family, Kind kind, String article) {
        this(family, kind, ANY_MODULE, article);
    }

    MechanismType(LawFamily family, Kind kind, int module, String article) {
        this.family = family;
        this.kind = kind;
        this.module = module;
        this.article = article;
    }

    public LawFamily family() {
        return family;
    }

    /** Which documents it needs: the {@link Mechanism} of that kind. */
    public Kind kind() {
        return kind;
    }

    /**
     * For which roles it is made: 1 controller to controller, 2 controller to processor, 3 processor to processor, 4
     * processor to controller; {@link #ANY_MODULE} for all.
     */
    public int module() {
        return module;
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
