package io.activationgateway.gateway.consents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.residency.signing.Envelope;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent receipt: what one person granted, how, on which notice, and what became of it since, in the terms of ISO/IEC
 * TS 27560 as the W3C's Data Privacy Vocabulary spells them (GDPR Art 7(1)). It names the person by a keyed pseudonym and
 * holds what register, configuration and policy know, no more: how long data is kept is in none of them, so that the
 * retention period is left to the notice it names. What the vocabulary has no confirmed term for stands under this
 * gateway's own code. Signed in a DSSE envelope. Any thread.
 */
public final class ConsentReceipt {

    /** The payload type of the envelope. */
    public static final String TYPE = "application/vnd.activation-gateway.consent-receipt.v1+json";

    private static final JsonFactory JSON = new JsonFactory();

    private final String region;
    private final SigningKey key;
    private final ReceiptParties parties;

    /** @param region where the register is kept */
    public ConsentReceipt(String region, SigningKey key, ReceiptParties parties) {
        this.region = region;
        this.key = key;
        this.parties = parties;
    }

    /** The grant that a receipt can be of: of this id, with evidence; null where the subject has none, or none any more. */
    public static @Nullable LoggedEvent grant(HeldSubject subject, String eventId) {
        for (var logged : subject.events()) {
            var event = logged.event();
            if (event.id().equals(eventId)
                    && event.proven()
                    && !logged.evidence().equals(Evidence.NONE)
                    && event.change() instanceof Choice choice
                    && !choice.closes()) {
                return logged;
            }
        }
        return null;
    }

    /** The signed receipt of a grant, as JSON. */
    public String of(HeldSubject subject, LoggedEvent grant, String controller, Instant now) {
        if (!(grant.event().change() instanceof Choice choice)) {
            throw new IllegalArgumentException("receipt: not a choice (expected: a grant)");
        }
        var payload = new StringWriter();
        try (var json = JSON.createGenerator(payload)) {
            json.writeStartObject();
            header(json, grant, now);
            parties(json, choice.cell(), grant, controller);
            processing(json, choice, grant);
            events(json, choice.cell(), subject.events());
            json.writeStringField(
                    "event_state", state(subject.profile().cell(choice.cell()).data()));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return new String(Envelope.seal(TYPE, payload.toString().getBytes(UTF_8), List.of(key)), UTF_8);
    }

    private static void header(JsonGenerator json, LoggedEvent grant, Instant now) throws IOException {
        var record = grant.sequence() + "/" + grant.event().id();
        json.writeStringField("schema_version", "https://w3id.org/dpv/schema/dpv-27560#receipt");
        json.writeStringField(
                "receipt_id",
                UUID.nameUUIDFromBytes((record + "/" + now).getBytes(UTF_8)).toString());
        json.writeStringField("record_id", grant.event().id());
        json.writeNumberField("consent_seq", grant.sequence());
        json.writeStringField("issued", now.toString());
        json.writeStringField(
                "pii_principal_id", "hmac:" + ExportedEvents.hex(grant.keys().getFirst()));
    }

    private void parties(JsonGenerator json, Cell cell, LoggedEvent grant, String controller) throws IOException {
        json.writeArrayFieldStart("pii_controllers");
        json.writeString(controller);
        json.writeEndArray();
        json.writeArrayFieldStart("storage_locations");
        json.writeString(region);
        json.writeEndArray();
        var country = grant.event().country();
        if (country != null) {
            json.writeStringField("jurisdiction", "loc:" + country);
        }
        var destinations = parties.of(controller, cell);
        json.writeArrayFieldStart("recipient_third_parties");
        for (var recipient : destinations.stream()
                .flatMap(ReceiptParties::recipients)
                .distinct()
                .toList()) {
            json.writeStartObject();
            json.writeStringField("name", recipient.name());
            json.writeStringField("role", recipient.role().name());
            strings(json, "processing_locations", recipient.countries());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(
                json,
                "pii_information",
                destinations.stream()
                        .flatMap(destination -> destination.requiredFields().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static void processing(JsonGenerator json, Choice choice, LoggedEvent grant) throws IOException {
        var evidence = grant.evidence();
        json.writeStringField("brand", choice.cell().brand());
        json.writeStringField("purpose", purpose(choice.cell().purpose()));
        json.writeStringField("purpose_type", choice.cell().purpose().name());
        json.writeStringField("channel", choice.cell().channel().name());
        var basis = requireNonNull(choice.basis(), "a grant has its basis");
        json.writeStringField("lawful_basis", basis(basis));
        json.writeStringField("lawful_basis_type", basis.name());
        optional(json, "privacy_notice", evidence.notice());
        for (var detail : evidence.details().values().entrySet()) {
            json.writeStringField(detail.getKey().wireName(), detail.getValue());
        }
        optional(json, "collection_method", evidence.method());
        optional(json, "collection_source", evidence.source());
        optional(json, "collection_place", evidence.place());
        json.writeStringField("withdrawal_method", "POST /v1/withdrawals");
    }

    /** All that speaks of the cell, oldest first. */
    private static void events(JsonGenerator json, Cell cell, List<LoggedEvent> logged) throws IOException {
        json.writeArrayFieldStart("events");
        for (var each : logged) {
            var type = type(each.event().change(), cell);
            if (type != null) {
                json.writeStartObject();
                json.writeStringField("event_type", type);
                json.writeStringField("event_id", each.event().id());
                json.writeStringField("event_time", each.event().countsFrom().toString());
                json.writeStringField("recorded", each.event().received().toString());
                optional(json, "valid_until", each.event().timing().expires());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static @Nullable String type(Change change, Cell cell) {
        return switch (change) {
            case Choice choice when choice.cell().equals(cell) -> state(choice.state());
            case Change.Withdrawn withdrawn when withdrawn.covers(cell) -> "dpv:ConsentWithdrawn";
            case Change.Objected(var objection) when objection.covers(cell) -> "objection";
            case Change.Erased _ -> "dpv:ConsentTerminated";
            case Change.Choice _,
                    Change.Withdrawn _,
                    Change.Objected _,
                    Change.Restricted _,
                    Change.RestrictionLifted _,
                    Change.RecipientTold _,
                    Change.Born _,
                    Change.BirthErased _ -> null;
        };
    }

    private static String state(ConsentState state) {
        return "dpv:Consent"
                + switch (state) {
                    case UNKNOWN -> "Unknown";
                    case GRANTED -> "Given";
                    case DENIED -> "Refused";
                    case WITHDRAWN -> "Withdrawn";
                    case EXPIRED -> "Expired";
                    case VOID -> "Invalidated";
                };
    }

    /** Two of the codes have a term that is known to stand in the vocabulary. */
    private static String purpose(PurposeCode purpose) {
        return switch (purpose) {
            case DIRECT_MARKETING -> "dpv:DirectMarketing";
            case AD_TARGETING -> "dpv:TargetedAdvertising";
            case PROFILING, ANALYTICS, SERVICE_MESSAGE, LEGAL_NOTICE, SUPPRESSION_SYNC -> purpose.name();
        };
    }

    /** The vocabulary's term where one is known to stand in it, else the article as results cite it. */
    private static String basis(LegalBasis basis) {
        return switch (basis) {
            case CONSENT -> "eu-gdpr:A6-1-a";
            case EXPLICIT_CONSENT -> "eu-gdpr:A9-2-a";
            case PARENTAL_CONSENT -> "GDPR:8(1)";
            case TRANSFER_CONSENT -> "GDPR:49(1)(a)";
            case CONTRACT -> "GDPR:6(1)(b)";
            case LEGAL_OBLIGATION -> "GDPR:6(1)(c)";
            case LEGIT_INTEREST -> "GDPR:6(1)(f)";
            case SOFT_OPT_IN -> "EPRIV:13(2)";
            case MSG_APPROVAL_IYS -> "TR6563:6(1)";
            case TACIR_EXEMPTION -> "TR6563:6(2)";
        };
    }

    private static void strings(JsonGenerator json, String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void optional(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
