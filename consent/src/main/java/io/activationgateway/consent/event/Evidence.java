package io.activationgateway.consent.event;

import io.activationgateway.consent.profile.LegalBasis;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proves a choice (GDPR Art 7(1)). It may hold personal data ({@code place} may be a URL): it does not print, and
 * is kept apart from the log.
 *
 * @param notice the version of the text the person saw, or the id of the test, contract or provision kept on file
 * @param method how the choice was expressed
 * @param source what collected it, such as {@code web-signup}
 * @param place where, such as a page or a shop
 */
public record Evidence(
        @Nullable String notice,
        @Nullable EvidenceMethod method,
        @Nullable String source,
        @Nullable String place) {

    /** No evidence: enough for a denial, never for a grant. */
    public static final Evidence NONE = new Evidence(null, null, null, null);

    /** Whether a grant on {@code basis} is proven by this. */
    public boolean suffices(LegalBasis basis) {
        return missing(basis).isEmpty();
    }

    /** What a grant on {@code basis} still needs, each as {@code field: what is expected}; empty if it is proven. */
    public List<String> missing(LegalBasis basis) {
        var missing = new ArrayList<String>();
        if (notice == null || notice.isBlank()) {
            missing.add(
                    basis.isAffirmative()
                            ? "notice: the version of the text the person saw"
                            : "notice: the id of the test, contract or provision on file");
        }
        if (source == null || source.isBlank()) {
            missing.add("source: what collected it");
        }
        if (method == null || !proves(method, basis)) {
            missing.add("method: " + expected(basis));
        }
        return List.copyOf(missing);
    }

    private static boolean proves(EvidenceMethod method, LegalBasis basis) {
        return switch (basis) {
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, TRANSFER_CONSENT -> method.isAct();
            case MSG_APPROVAL_IYS -> method.isAct() || method == EvidenceMethod.IYS_REGISTERED;
            case SOFT_OPT_IN -> method == EvidenceMethod.SALE_WITH_OPT_OUT;
            case TACIR_EXEMPTION, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST ->
                method == EvidenceMethod.ON_FILE || method == EvidenceMethod.SIGNED;
        };
    }

    private static String expected(LegalBasis basis) {
        return switch (basis) {
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, TRANSFER_CONSENT ->
                "TICKED_BY_USER, SIGNED, DOUBLE_OPT_IN or VERBAL_RECORDED";
            case MSG_APPROVAL_IYS -> "TICKED_BY_USER, SIGNED, DOUBLE_OPT_IN, VERBAL_RECORDED or IYS_REGISTERED";
            case SOFT_OPT_IN -> "SALE_WITH_OPT_OUT";
            case TACIR_EXEMPTION, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST -> "ON_FILE or SIGNED";
        };
    }

    @Override
    public String toString() {
        return "Evidence[redacted]";
    }
}
