package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decisions for one destination, purpose, direction and controller. Safe on any thread; the callers on event loops
 * are never blocked by each other's reads.
 */
public sealed interface Route permits OpenRoute, ClosedRoute {

    /** The purpose, where the policy knows it. */
    Optional<Purpose> purpose();

    /**
     * The laws that protect a person of that country under this controller, as a set of bits that a logical or unites
     * with another one. The controller's own laws are always among them; an unknown country adds nothing.
     */
    int laws(@Nullable String country);

    /**
     * The laws that protect the person of a profile by where the register knows them to be at home, as {@link #laws(String)}
     * says them: beside another person of the same record, they protect that one too.
     */
    int laws(ConsentView view, int profileNumber);

    /**
     * Whether the record may go. The register's country and age of the person count beside the given ones: all laws
     * apply, and the younger age. Once a verdict is remembered this allocates nothing.
     *
     * @param profileNumber from the view, or {@link ConsentView#UNKNOWN}
     * @param laws from {@link #laws}, united where several countries speak
     * @param age as the row tells it
     * @param signals what the row's signals leave of a permission, by what the purpose demands of them
     * @param shape over this table's catalogue; it is not kept
     */
    Verdict decide(ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape);

    /** As {@link #decide}, and how the answer came about. It is not remembered and costs a whole evaluation. */
    Reasoning reason(ConsentView view, int profileNumber, int laws, AgeBand age, SignalClass signals, Shape shape);

    /**
     * The verdict on a record that two verdicts speak of: the strictest reason first, among
     * equally strict ones that which an evaluation comes to first, then the others, each once; of two permissions
     * the one under which a field leaves only as far as both let it. Two permissions of one row both let its required
     * fields go, so that what they share does too.
     */
    Verdict combine(Verdict one, Verdict other);

    /**
     * This way for a person whom the recipient was sent, as the region's disclosure record shows: a removal follows them
     * across borders that have closed. Itself where that makes no difference.
     */
    Route recall();

    /**
     * The catalogue's number of the field that a removal carries, and by which the recipient knows the person; {@link
     * FieldCatalogue#UNCLASSIFIED} where no such field is known.
     */
    int sharedKey();

    /** What is said of a record whose contact address nobody knows while another of its identifiers is known. */
    default Finding unknownContact() {
        return Reason.GAP_UNKNOWN_CONTACT.finding(true);
    }
}
