package io.activationgateway.bench;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.policy.PolicySet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A thousand invented people and rows for the newsletter of the sample policy, always the same. */
final class Cases {

    static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
    static final int COUNT = 1024;

    private static final Cell NEWSLETTER = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    private static final List<String> COUNTRIES = List.of("DE", "FR", "NL", "SE");
    private static final List<String> COLUMNS =
            List.of("first_name", "last_name", "city", "birth_date", "purchases", "health_interest", "churn_score");

    private Cases() {}

    /** @param columns which columns of the row hold a value; it has an e-mail address in any case */
    record Case(String country, ConsentState consent, boolean objects, boolean adult, Set<String> columns) {

        ConsentProfile profile() {
            var cells = new TreeMap<Cell, CellState>();
            cells.put(
                    NEWSLETTER,
                    new CellState(
                            consent,
                            consent == ConsentState.GRANTED ? LegalBasis.CONSENT : null,
                            ConsentState.UNKNOWN,
                            ConsentState.UNKNOWN));
            return new ConsentProfile(
                    cells,
                    objects ? Set.of(new Objection("acme", ObjectionScope.ALL_DM, Channel.NONE)) : Set.of(),
                    false,
                    false,
                    RecipientType.INDIVIDUAL,
                    age(),
                    country);
        }

        int years() {
            return adult ? 18 : 13;
        }

        AgeBand age() {
            return adult ? AgeBand.ADULT : AgeBand.AGE_13;
        }
    }

    static List<Case> all() {
        var random = new Random(20261120);
        var cases = new ArrayList<Case>();
        for (int i = 0; i < COUNT; i++) {
            var columns = new TreeSet<String>();
            COLUMNS.stream().filter(_ -> random.nextInt(4) > 0).forEach(columns::add);
            cases.add(new Case(
                    COUNTRIES.get(random.nextInt(COUNTRIES.size())),
                    random.nextInt(4) > 0 ? ConsentState.GRANTED : ConsentState.WITHDRAWN,
                    random.nextInt(8) == 0,
                    random.nextInt(16) > 0,
                    columns));
        }
        return cases;
    }

    static PolicySet sample() {
        return switch (PolicyDocuments.load(Path.of(System.getProperty("bench.policies", "deploy/policies")))) {
            case PolicyDocuments.Loaded loaded -> loaded.policies();
            case PolicyDocuments.Rejected(var errors) -> throw new IllegalStateException(errors.toString());
        };
    }
}
