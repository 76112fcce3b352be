package io.activationgateway.gateway.consents;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.LoggedEvent;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form in which the register's log leaves it and comes back: one flat JSON object a row of the log, identifiers as
 * keyed pseudonyms, which mean something under this region's key only.
 *
 * <pre>{@code
 * {"seq":12,"keys":"6f1e...32 hex digits... 90ab...","event":"ev-1","received":"2026-05-01T10:00:00.123456Z",
 *  "kind":"choice","brand":"acme","purpose":"DIRECT_MARKETING","channel":"EMAIL","state":"GRANTED","basis":"CONSENT",
 *  "country":"DE","at":"2026-05-01T10:00:00Z","expires":"...","clock":"trusted","proven":true,"result":"applied",
 *  "notice":"v4","method":"TICKED_BY_USER","source":"web-signup","place":"..."}
 * }</pre>
 *
 * {@code generation} names the one of the keys where the pseudonym key was rotated; without it they are of the first.
 * {@code kind} is {@code choice}, {@code withdrawal}, {@code objection}, {@code restriction}, {@code restriction-lifted},
 * {@code erasure}, {@code recipient}, {@code birth} ({@code birth_date} is missing for an adult) or {@code birth-erased}
 * (a minor's, of which an erasure left no date). An approval that the
 * Turkish registry keeps has {@code registered}, {@code registry_entry} and {@code registry_deadline}. What is unknown is
 * left out. Pure; any thread.
 */
public final class ExportedEvents {

    private static final HexFormat HEX = HexFormat.of();

    private ExportedEvents() {}

    /** The names of the kinds of change. */
    enum Kind {
        CHOICE("choice"),
        WITHDRAWAL("withdrawal"),
        OBJECTION("objection"),
        RESTRICTION("restriction"),
        RESTRICTION_LIFTED("restriction-lifted"),
        ERASURE("erasure"),
        RECIPIENT("recipient"),
        BIRTH("birth"),
        BIRTH_ERASED("birth-erased");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** Writes one event as an object. */
    public static void write(JsonGenerator json, LoggedEvent logged) throws IOException {
        var event = logged.event();
        json.writeStartObject();
        json.writeNumberField("seq", logged.sequence());
        json.writeStringField(
                "keys", logged.keys().stream().map(ExportedEvents::hex).collect(Collectors.joining(" ")));
        if (logged.generation() > 0) {
            json.writeNumberField("generation", logged.generation());
        }
        json.writeStringField("event", event.id());
        json.writeStringField("received", event.received().toString());
        write(json, event.change());
        write(json, "country", event.country());
        write(json, "at", event.timing().claimed());
        write(json, "expires", event.timing().expires());
        write(json, "registered", event.timing().registered());
        var registration = event.registration();
        if (registration != null) {
            write(json, "registry_entry", registration.at());
            write(json, "registry_deadline", registration.deadline());
        }
        if (event.timing().trusted()) {
            json.writeStringField("clock", "trusted");
        }
        json.writeBooleanField("proven", event.proven());
        write(json, logged.effect());
        var evidence = logged.evidence();
        write(json, "notice", evidence.notice());
        write(json, "method", evidence.method());
        write(json, "source", evidence.source());
        write(json, "place", evidence.place());
        for (var detail : evidence.details().values().entrySet()) {
            json.writeStringField(detail.getKey().wireName(), detail.getValue());
        }
        json.writeEndObject();
    }

    /** A key as 32 hexadecimal digits. */
    public static String hex(SubjectKey key) {
        return HEX.toHexDigits(key.high()) + HEX.toHexDigits(key.low());
    }

    private static void write(JsonGenerator json, Change change) throws IOException {
        switch (change) {
            case Choice(var cell, var state, var basis) -> {
                kind(json, Kind.CHOICE);
                write(json, "brand", cell.brand());
                write(json, "purpose", cell.purpose());
                write(json, "channel", cell.channel());
                write(json, "state", state);
                write(json, "basis", basis);
            }
            case Withdrawn(var brand, var purpose, var channel) -> {
                kind(json, Kind.WITHDRAWAL);
                write(json, "brand", brand);
                write(json, "purpose", purpose);
                write(json, "channel", channel);
            }
            case Objected(var objection) -> {
                kind(json, Kind.OBJECTION);
                write(json, "brand", objection.brand());
                write(json, "objection", objection.scope());
                write(json, "channel", objection.channel());
            }
            case Restricted() -> kind(json, Kind.RESTRICTION);
            case RestrictionLifted() -> kind(json, Kind.RESTRICTION_LIFTED);
            case Erased() -> kind(json, Kind.ERASURE);
            case RecipientTold(var type) -> {
                kind(json, Kind.RECIPIENT);
                write(json, "recipient_type", type);
            }
            case Born(var on) -> {
                kind(json, Kind.BIRTH);
                write(json, "birth_date", on);
            }
            case BirthErased() -> kind(json, Kind.BIRTH_ERASED);
        }
    }

    private static void kind(JsonGenerator json, Kind kind) throws IOException {
        json.writeStringField("kind", kind.wireName());
    }

    private static void write(JsonGenerator json, Effect effect) throws IOException {
        switch (effect) {
            case Effect.Applied() -> json.writeStringField("result", "applied");
            case Effect.SupersededBy(var other) -> {
                json.writeStringField("result", "superseded-by");
                json.writeStringField("by", other);
            }
            case Effect.Unproven() -> json.writeStringField("result", "unproven");
            case Effect.Unregistered() -> json.writeStringField("result", "unregistered");
            case Effect.Lapsed() -> json.writeStringField("result", "lapsed");
        }
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
