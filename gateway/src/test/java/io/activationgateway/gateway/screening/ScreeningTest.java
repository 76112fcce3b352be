package io.activationgateway.gateway.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScreeningTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final PolicySet POLICIES =
            ((PolicyDocuments.Loaded) PolicyDocuments.load(Path.of("..", "deploy", "policies"))).policies();

    private final Register register = new Register();
    /** A table remembers the profiles of one register. */
    private final PolicyTable table = PolicyTable.compile(POLICIES, NOW);

    @Test
    void anAddressIsJudgedUnderEveryNameItGoesBy() {
        register.knows(IdentifierType.USER_ID, "u1", ConsentState.GRANTED);
        register.knows(IdentifierType.EMAIL, "gone@example.com", ConsentState.WITHDRAWN);

        assertThat(newsletter("\"user_id\":\"u1\",\"e_mail\":\"Gone@example.com\""))
                .isEqualTo("consent.withdrawn");
        assertThat(newsletter("\"user_id\":\"u1\",\"email\":\"Gone@example.com\""))
                .isEqualTo("consent.withdrawn");
    }

    @Test
    void theContactAddressMustBeKnownUnderEveryName() {
        register.knows(IdentifierType.USER_ID, "u1", ConsentState.GRANTED);

        assertThat(newsletter("\"user_id\":\"u1\",\"e_mail\":\"new@example.com\""))
                .isEqualTo(Reason.GAP_UNKNOWN_CONTACT.code());
        assertThat(newsletter("\"user_id\":\"u1\",\"mail\":\"new@example.com\""))
                .isEqualTo("forward");
    }

    /** Whom one row means is protected by the laws of all whom it means. */
    @Test
    void twoPeopleInOneRowAreJudgedUnderTheLawsOfBoth() {
        register.knows(IdentifierType.USER_ID, "u1", ConsentState.GRANTED);
        register.knows(IdentifierType.EMAIL, "two@example.com", ConsentState.GRANTED, "TR");

        var alone = screened("\"user_id\":\"u1\"");
        var both = screened("\"user_id\":\"u1\",\"email\":\"two@example.com\"");

        assertThat(laws(alone)).hasSize(1).noneMatch(laws -> laws.contains("kvkk"));
        assertThat(laws(both)).hasSize(2).allMatch(laws -> laws.contains("kvkk") && laws.contains("gdpr"));
    }

    private List<List<String>> laws(ScreenedBatch batch) {
        var facts = Objects.requireNonNull(batch.facts(0));
        return facts.reasons(route(), register).stream().map(Reasoning::laws).toList();
    }

    private Route route() {
        return table.route("iterable-eu", "email-newsletter", Direction.DISCLOSE, "acme-eu");
    }

    private String newsletter(String fields) {
        return switch (screened(fields).verdict(0)) {
            case Verdict.Forward _ -> "forward";
            case Verdict.Withhold withhold -> withhold.reason().reason().code();
            case Verdict.Misdirected misdirected -> misdirected.home();
            case null -> "fault";
        };
    }

    private ScreenedBatch screened(String fields) {
        var body = "{\"id\":\"1\",\"country\":\"DE\",\"birth_date\":\"1980-01-01\"," + fields + "}";
        var reading = RowReader.read(
                body.getBytes(StandardCharsets.UTF_8),
                BodyFormat.NDJSON,
                Columns.DEFAULT,
                new CatalogueNames(table),
                Limits.DEFAULT);
        var rows = ((Reading.Parsed) reading).rows();
        return new Screening(register, new SubjectKeys(KeyRing.of(register.key)))
                .screen(
                        rows,
                        table,
                        route(),
                        new Occasion("acme-eu", NOW),
                        RowSignals.read(rows, SignalDemands.NONE, false, NOW));
    }

    /** A register that stands still. */
    private final class Register implements ConsentView {

        private final PseudonymKey key = PseudonymKey.of(new byte[PseudonymKey.LENGTH]);
        private final Map<List<Long>, Integer> numbers = new HashMap<>();
        private final List<ConsentProfile> profiles = new ArrayList<>();

        void knows(IdentifierType type, String value, ConsentState newsletter) {
            knows(type, value, newsletter, "DE");
        }

        void knows(IdentifierType type, String value, ConsentState newsletter, String home) {
            var subject = new SubjectKeys(KeyRing.of(key)).key(new Identifier(type, value));
            numbers.put(List.of(subject.high(), subject.low()), profiles.size());
            var cells = new TreeMap<>(Map.of(
                    table.purpose("email-newsletter").orElseThrow().cell(),
                    new CellState(
                            newsletter,
                            newsletter == ConsentState.GRANTED ? LegalBasis.CONSENT : null,
                            ConsentState.UNKNOWN,
                            ConsentState.UNKNOWN)));
            profiles.add(new ConsentProfile(
                    cells, new TreeSet<>(), false, false, RecipientType.INDIVIDUAL, AgeBand.ADULT, home));
        }

        @Override
        public int generation() {
            return 0;
        }

        @Override
        public int find(int generation, long keyHigh, long keyLow) {
            return numbers.getOrDefault(List.of(keyHigh, keyLow), UNKNOWN);
        }

        @Override
        public ConsentProfile profile(int number) {
            return profiles.get(number);
        }

        @Override
        public int profileCount() {
            return profiles.size();
        }

        @Override
        public Position position() {
            return new Position(1, 0, 0);
        }

        @Override
        public Standing standing() {
            return new Standing.Current(position(), 0, Long.MAX_VALUE);
        }

        @Override
        public Changes changesSince(long mark) {
            var here = position();
            return Changes.none(here);
        }
    }
}
