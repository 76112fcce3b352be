package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.evaluation.Crossing.Parties;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.LawFamily;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.verdict.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Weighs every border on the whole way of the data under one law (GDPR Art 44, KVKK Art 9(8)). */
final class TransferGate {

    private final LawPack pack;
    private final Instant at;

    TransferGate(LawPack pack, Instant at) {
        this.pack = pack;
        this.at = at;
    }

    /**
     * A border on the way.
     *
     * @param tool the type of the mechanism that opens it or says why it does not; empty where none stands
     */
    record Border(String country, String tool, Passage passage) {}

    /** One answer per border; none where the data stays inside the territory. */
    List<Border> borders(Way way, Facet facet) {
        var passages = new ArrayList<Border>();
        Role exporter = way.controller().role();
        if (pack.law().family() == LawFamily.LOCAL_ONLY && !pack.law().covers(way.recordedIn())) {
            var crossing = crossing(way, facet, way.recordedIn(), new Parties(exporter, exporter));
            passages.add(new Border(way.recordedIn(), "", pack.transfers().withoutMechanism(crossing)));
        }
        for (Hop hop : way.destination().hops()) {
            var parties = new Parties(exporter, hop.importer().role());
            for (String country : hop.importer().countries()) {
                if (!pack.law().covers(country)) {
                    passages.add(border(hop.mechanisms(), crossing(way, facet, country, parties)));
                }
            }
            exporter = hop.importer().role();
        }
        return passages;
    }

    private Crossing crossing(Way way, Facet facet, String country, Parties parties) {
        return new Crossing(
                pack.law(), country, parties, way.purpose(), facet.cell().transfer(), at);
    }

    /** The first mechanism that opens; else the first answer that says more than that there is none. */
    private Border border(List<Mechanism> mechanisms, Crossing crossing) {
        Passage best = pack.transfers().withoutMechanism(crossing);
        String tool = "";
        boolean told = false;
        for (Mechanism mechanism : mechanisms) {
            if (mechanism.type().family() == pack.law().family()) {
                Passage passage = pack.transfers().weigh(mechanism, crossing);
                if (passage instanceof Passage.Open) {
                    return new Border(crossing.country(), mechanism.type().name(), passage);
                }
                if (!told || (saysNone(best) && !saysNone(passage))) {
                    best = passage;
                    tool = mechanism.type().name();
                    told = true;
                }
            }
        }
        return new Border(crossing.country(), tool, best);
    }

    private static boolean saysNone(Passage passage) {
        return passage instanceof Passage.Closed(var finding) && finding.reason() == Reason.TRANSFER_NO_MECHANISM;
    }
}
