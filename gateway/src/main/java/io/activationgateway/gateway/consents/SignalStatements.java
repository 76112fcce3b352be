package io.activationgateway.gateway.consents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.signal.SignalChoice;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.ingest.ColumnRole;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.screening.RowSignals;
import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes consent events of the choices that the signals of a batch carry: consent, or its refusal, to the cell of the
 * purpose that the batch is sent for. What a signal cannot prove is not made of it:
 *
 * <ul>
 *   <li>a yes of which nobody knows when it was given, neither the signal nor column {@code signal_time}: a row that the
 *       warehouse has kept would undo a withdrawal;
 *   <li>a yes to messages by a browser's signal (TCF, GPP, Google), and one by TCF or GPP of somebody outside the EEA,
 *       Switzerland and the United Kingdom, for whom the framework was not made;
 *   <li>a yes of somebody whose home is elsewhere, or to a purpose that no consent carries.
 * </ul>
 *
 * A no is entered wherever the person's home is. The id of an event follows from source, row, cell, signal and time, so
 * that a row that comes again says nothing new. Pure; any thread, but phone numbers cost up to 10 microseconds each.
 */
public final class SignalStatements {

    private static final Set<String> OF_THE_FRAMEWORK = Countries.expand(List.of("EEA", "CH", "GB"));
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_BYTES = 16;

    private final Rows rows;
    private final RowSignals signals;
    private final PolicyTable table;
    private final Purpose purpose;
    private final SignalSource source;
    private final List<Statement> statements = new ArrayList<>();
    private final List<SignalField> untimed = new ArrayList<>();

    private SignalStatements(Rows rows, RowSignals signals, PolicyTable table, Purpose purpose, SignalSource source) {
        this.rows = rows;
        this.signals = signals;
        this.table = table;
        this.purpose = purpose;
        this.source = source;
    }

    /**
     * What one signal of one row says.
     *
     * @param row the row that carries it
     */
    public record Statement(int row, SignalField signal, boolean granted, ConsentEvent event) {}

    /**
     * What a batch says.
     *
     * @param untimed the signal of each yes that has no time
     */
    public record Found(List<Statement> statements, List<SignalField> untimed) {

        public static final Found NOTHING = new Found(List.of(), List.of());

        public Found {
            statements = List.copyOf(statements);
            untimed = List.copyOf(untimed);
        }
    }

    /** The statements of a batch, in the order of its rows; none where the purpose is another brand's. */
    public static Found of(Rows rows, RowSignals signals, PolicyTable table, Purpose purpose, SignalSource source) {
        if (!purpose.brand().equals(source.brand())) {
            return Found.NOTHING;
        }
        var found = new SignalStatements(rows, signals, table, purpose, source);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.fault(row) == null && !signals.of(row).choices().isEmpty()) {
                found.read(row);
            }
        }
        return new Found(found.statements, found.untimed);
    }

    private void read(int row) {
        var country = country(row);
        var identifiers = identifiers(row, country);
        if (identifiers.isEmpty()) {
            return;
        }
        boolean isHere = table.home(country, source.controller()) instanceof Home.Here;
        for (var choice : signals.of(row).choices()) {
            if (choice.granted() && !(isHere && mayGrant(choice.field(), country))) {
                continue;
            }
            var at = choice.at() == null ? time(row) : choice.at();
            if (choice.granted() && at == null) {
                untimed.add(choice.field());
                continue;
            }
            var event = new ConsentEvent(
                    id(row, choice, at),
                    identifiers,
                    country != null && ConsentEvent.isCountry(country) ? country : null,
                    new Choice(
                            purpose.cell(),
                            choice.granted() ? ConsentState.GRANTED : ConsentState.DENIED,
                            LegalBasis.CONSENT),
                    new Timing(at, choice.until(), source.clockTrusted()),
                    evidence(row, choice.field()));
            statements.add(new Statement(row, choice.field(), choice.granted(), event));
        }
    }

    private boolean mayGrant(SignalField field, @Nullable String country) {
        boolean byConsent = switch (purpose.code()) {
            case DIRECT_MARKETING, PROFILING, AD_TARGETING, ANALYTICS -> true;
            case SERVICE_MESSAGE, LEGAL_NOTICE, SUPPRESSION_SYNC -> false;
        };
        boolean reachesNobody = switch (purpose.channel()) {
            case WEB_AD, NONE -> true;
            case EMAIL, SMS, CALL_LIVE, CALL_AUTO, POST, PUSH, IN_APP, MESSENGER -> false;
        };
        return byConsent
                && switch (field) {
                    case TCF, GPP ->
                        reachesNobody && country != null && OF_THE_FRAMEWORK.contains(Countries.whole(country));
                    case GOOGLE_AD_USER_DATA, GOOGLE_AD_PERSONALIZATION -> reachesNobody;
                    case SEGMENT_CONSENT, RUDDERSTACK_CONSENT, MPARTICLE_CONSENT -> true;
                    case GPP_SID, GPC -> false;
                };
    }

    /** The signal itself is not kept, as it may hold more about the person than the choice; its digest is. */
    private Evidence evidence(int row, SignalField field) {
        var base = source.evidence();
        return new Evidence(
                base.notice(),
                base.method(),
                base.source(),
                base.place(),
                base.details()
                        .with(
                                EvidenceDetail.PROOF,
                                field.wireName() + ":sha256:" + HEX.formatHex(sha256(text(row, field)))));
    }

    private String id(int row, SignalChoice choice, @Nullable Instant at) {
        var cell = purpose.cell();
        var told = String.join(
                "\n",
                source.name(),
                rows.hasRecordId(row) ? rows.recordId(row) : "",
                cell.brand(),
                cell.purpose().name(),
                cell.channel().name(),
                choice.field().wireName(),
                choice.granted() ? "granted" : "denied",
                at == null ? "" : at.toString(),
                text(row, choice.field()));
        return "signal:" + HEX.formatHex(sha256(told), 0, ID_BYTES);
    }

    /** What the row carries; of several columns that are one signal, all of them. */
    private String text(int row, SignalField field) {
        return switch (field) {
            case GPP -> raw(row, SignalField.GPP) + "\n" + raw(row, SignalField.GPP_SID);
            case GOOGLE_AD_USER_DATA, GOOGLE_AD_PERSONALIZATION ->
                raw(row, SignalField.GOOGLE_AD_USER_DATA) + "\n" + raw(row, SignalField.GOOGLE_AD_PERSONALIZATION);
            case TCF, GPP_SID, SEGMENT_CONSENT, RUDDERSTACK_CONSENT, MPARTICLE_CONSENT, GPC -> raw(row, field);
        };
    }

    private String raw(int row, SignalField field) {
        int at = rows.signal(row, field);
        var text = at < 0 ? null : rows.textOrJson(at);
        return text == null ? "" : text;
    }

    /** A time that cannot be read is none. */
    private @Nullable Instant time(int row) {
        int field = rows.role(row, ColumnRole.SIGNAL_TIME);
        var text = field < 0 ? null : rows.text(field);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return EventFields.told(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private @Nullable String country(int row) {
        int field = rows.role(row, ColumnRole.COUNTRY);
        var text = field < 0 ? null : rows.text(field);
        return text == null ? null : text.strip().toUpperCase(Locale.ROOT);
    }

    /** Those that have a normal form; the others are nobody's. */
    private List<Identifier> identifiers(int row, @Nullable String country) {
        var identifiers = new ArrayList<Identifier>();
        for (var type : IdentifierType.values()) {
            int field = rows.identifier(row, type);
            var text = field < 0 ? null : rows.text(field);
            if (text != null
                    && !text.isBlank()
                    && IdentifierRules.normalise(type, text, country) instanceof NormalForm.Found(var identifier)) {
                identifiers.add(identifier);
            }
        }
        return identifiers;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
