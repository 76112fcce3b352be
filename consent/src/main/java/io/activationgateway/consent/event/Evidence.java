package io.activationgateway.consent.event;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.LegalBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What proves a choice (GDPR Art 7(1)). It may hold personal data ({@code place} may be a URL): it does not print, and
 * is kept apart from the log.
 *
 * @param notice the version of the text the person saw, or the id of the test, contract or provision kept on file
 * @param method how the choice was expressed
 * @param source what collected it, such as {@code web-signup}
 * @param place where, such as a page or a shop
 * @param details what else is known
 */
public record Evidence(
        @Nullable String notice,
        @Nullable EvidenceMethod method,
        @Nullable String source,
        @Nullable String place,
        EvidenceDetails details) {

    private static final String ON_FILE = "ON_FILE or SIGNED";

    /** No evidence: enough for a denial, never for a grant. */
    public static final Evidence NONE = new Evidence(null, null, null, null);

    public Evidence {
        requireNonNull(details, "details");
    }

    /** Evidence of which nothing else is known. */
    public Evidence(
            @Nullable String notice, @Nullable EvidenceMethod method, @Nullable String source, @Nullable String place) {
        this(notice, method, source, place, EvidenceDetails.NONE);
    }

    /** Whether a grant on {@code basis} is proven by this. */
    public boolean suffices(LegalBasis basis) {
        return missing(basis).isEmpty();
    }

    /** What a grant on {@code basis} still needs, each as {@code field: what is expected}; empty if it is proven. */
    public List<String> missing(LegalBasis basis) {
        var missing = new ArrayList<>(missing(
                basis.isAffirmative()
                        ? "notice: the version of the text the person saw"
                        : "notice: the id of the test, contract or provision on file",
                method != null && proves(method, basis),
                expected(basis)));
        if (method == EvidenceMethod.DOUBLE_OPT_IN) {
            unconfirmed().ifPresent(missing::add);
        }
        boolean byChild = details.givenBy().filter(GivenBy.SUBJECT::equals).isPresent();
        if (basis == LegalBasis.PARENTAL_CONSENT && byChild) {
            missing.add("given_by: PARENT or REPRESENTATIVE");
        }
        return List.copyOf(missing);
    }

    /** A message that nobody answered proves nothing: who has the address may never have asked for it. */
    private Optional<String> unconfirmed() {
        var confirmed = details.optInConfirmed();
        if (confirmed.isEmpty()) {
            return Optional.of("opt_in_confirmed: when the person followed the link");
        }
        return details.optInRequested()
                .filter(confirmed.get()::isBefore)
                .map(_ -> "opt_in_confirmed: not before opt_in_requested");
    }

    /** What {@code change} still needs, in the same form; empty if it is proven, as is all that only closes. */
    public List<String> missing(Change change) {
        return switch (change) {
            case Change.Choice(var _, var _, var basis) when !change.closes() && basis != null -> missing(basis);
            case Change.RestrictionLifted() ->
                missing("notice: the id of the message that told the person before the restriction ended");
            case Change.RecipientTold _
            when !change.closes() -> missing("notice: the id of the register entry or contract on file");
            case Change.Choice _,
                    Change.Withdrawn _,
                    Change.Objected _,
                    Change.Restricted _,
                    Change.Erased _,
                    Change.RecipientTold _,
                    Change.Born _,
                    Change.BirthErased _ -> List.of();
        };
    }

    /** What a statement of the sender's own still needs. */
    private List<String> missing(String expectedNotice) {
        return missing(expectedNotice, method != null && method.isOnFile(), ON_FILE);
    }

    private List<String> missing(String expectedNotice, boolean proven, String expectedMethod) {
        var missing = new ArrayList<String>();
        if (notice == null || notice.isBlank()) {
            missing.add(expectedNotice);
        }
        if (source == null || source.isBlank()) {
            missing.add("source: what collected it");
        }
        if (!proven) {
            missing.add("method: " + expectedMethod);
        }
        return List.copyOf(missing);
    }

    private static boolean proves(EvidenceMethod method, LegalBasis basis) {
        return switch (basis) {
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, TRANSFER_CONSENT -> method.isAct();
            case MSG_APPROVAL_IYS -> method.isAct() || method == EvidenceMethod.IYS_REGISTERED;
            case SOFT_OPT_IN -> method == EvidenceMethod.SALE_WITH_OPT_OUT;
            case TACIR_EXEMPTION, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST -> method.isOnFile();
        };
    }

    private static String expected(LegalBasis basis) {
        return switch (basis) {
            case CONSENT, EXPLICIT_CONSENT, PARENTAL_CONSENT, TRANSFER_CONSENT ->
                "TICKED_BY_USER, SIGNED, DOUBLE_OPT_IN or VERBAL_RECORDED";
            case MSG_APPROVAL_IYS -> "TICKED_BY_USER, SIGNED, DOUBLE_OPT_IN, VERBAL_RECORDED or IYS_REGISTERED";
            case SOFT_OPT_IN -> "SALE_WITH_OPT_OUT";
            case TACIR_EXEMPTION, CONTRACT, LEGAL_OBLIGATION, LEGIT_INTEREST -> ON_FILE;
        };
    }

    @Override
    public String toString() {
        return "Evidence[redacted]";
    }
}
