package io.activationgateway.connectors.template;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the value of a placeholder comes from. */
sealed interface Source {

    /** Writes it as JSON; false where there is none, then nothing is written. */
    boolean write(Scene scene, JsonBytes out);

    /** It as text; null where there is none or where it is no text, number or boolean. */
    @Nullable
    String text(Scene scene);

    /** What is missing where it is. */
    default VendorCode missing() {
        return VendorCode.DATA_INVALID;
    }

    /** Whether it needs a record. */
    default boolean ofRecord() {
        return true;
    }

    /** Whether it says who is meant. */
    default boolean identifies() {
        return false;
    }

    /** A fact of the attempt. */
    enum OfAttempt implements Source {
        AUDIENCE,
        PURPOSE,
        CHANNEL,
        OPERATION,
        REQUEST,
        TAKEN_AT,
        SENT_AT;

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            var text = text(scene);
            if (text != null) {
                out.string(text);
            }
            return text != null;
        }

        @Override
        public @Nullable String text(Scene scene) {
            return scene.fact(this);
        }

        @Nullable
        String of(Attempt attempt) {
            return switch (this) {
                case AUDIENCE -> attempt.audience();
                case PURPOSE -> attempt.use().purpose();
                case CHANNEL -> attempt.use().channel().name().toLowerCase(Locale.ROOT);
                case OPERATION -> attempt.operation().wireName();
                case REQUEST -> attempt.requestKey();
                case TAKEN_AT -> attempt.since().toString();
                case SENT_AT -> attempt.at().toString();
            };
        }

        @Override
        public boolean ofRecord() {
            return false;
        }
    }

    /** A fact of the record. */
    enum OfRecord implements Source {
        KEY,
        CONSENTED,
        RECORD_ID,
        EVENT_NAME,
        EVENT_TIME;

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            var record = scene.record();
            var positions = scene.positions();
            return switch (this) {
                case KEY -> {
                    out.string(record.dedupeKey());
                    yield true;
                }
                case CONSENTED -> {
                    out.ascii(Boolean.toString(record.consented()));
                    yield true;
                }
                case RECORD_ID -> text(record, positions.recordId(), out);
                case EVENT_NAME -> text(record, positions.eventName(), out);
                case EVENT_TIME -> time(scene, out);
            };
        }

        private static boolean text(OutgoingRecord record, int field, JsonBytes out) {
            return field >= 0 && Fields.writeText(record, field, out);
        }

        private static boolean time(Scene scene, JsonBytes out) {
            var told = scene.moment().read(scene.record(), scene.positions().eventTime(), out);
            if (told == Moment.Told.TIME) {
                scene.moment().write(out);
            } else if (told == Moment.Told.NONSENSE) {
                scene.refuse(VendorCode.EVENT_TIME_INVALID);
            }
            return told == Moment.Told.TIME;
        }

        @Override
        public @Nullable String text(Scene scene) {
            var record = scene.record();
            return switch (this) {
                case KEY -> record.dedupeKey();
                case CONSENTED -> Boolean.toString(record.consented());
                case RECORD_ID -> Fields.role(record, Role.RECORD_ID);
                case EVENT_NAME -> Fields.role(record, Role.EVENT_NAME);
                case EVENT_TIME -> {
                    var out = new JsonBytes(32);
                    yield time(scene, out) ? out.ascii(1, out.length() - 1) : null;
                }
            };
        }

        @Override
        public VendorCode missing() {
            return switch (this) {
                case EVENT_NAME -> VendorCode.EVENT_NAME_MISSING;
                case EVENT_TIME -> VendorCode.EVENT_TIME_INVALID;
                case KEY, CONSENTED, RECORD_ID -> VendorCode.DATA_INVALID;
            };
        }
    }

    /** A field by its name. */
    record Field(String name) implements Source {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            int field = find(scene);
            if (field < 0) {
                return false;
            }
            scene.record().writeValue(field, out);
            return true;
        }

        @Override
        public @Nullable String text(Scene scene) {
            int field = find(scene);
            return field < 0 ? null : scene.record().text(field);
        }

        private int find(Scene scene) {
            var record = scene.record();
            for (int field = 0; field < record.size(); field++) {
                if (record.name(field).equals(name)) {
                    return field;
                }
            }
            return -1;
        }
    }

    /** An identifier by its type, always as text. */
    record Identifier(IdentifierType type) implements Source {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            int field = scene.positions().identifier(type);
            return field >= 0 && Fields.writeText(scene.record(), field, out);
        }

        @Override
        public @Nullable String text(Scene scene) {
            return Fields.identifier(scene.record(), type);
        }

        @Override
        public VendorCode missing() {
            return VendorCode.IDENTIFIER_MISSING;
        }

        @Override
        public boolean identifies() {
            return true;
        }
    }

    /** All identifiers by type, as an object. */
    record Identifiers() implements Source {

        private static final IdentifierType[] TYPES = IdentifierType.values();

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            int before = out.length();
            out.ascii("{");
            int start = out.length();
            for (var type : TYPES) {
                int field = scene.positions().identifier(type);
                int from = out.length();
                out.ascii(from > start ? ",\"" : "\"").ascii(type.wireName()).ascii("\":");
                if (field < 0 || !Fields.writeText(scene.record(), field, out)) {
                    out.truncate(from);
                }
            }
            if (out.length() == start) {
                out.truncate(before);
                return false;
            }
            out.ascii("}");
            return true;
        }

        @Override
        public @Nullable String text(Scene scene) {
            return null;
        }

        @Override
        public VendorCode missing() {
            return VendorCode.IDENTIFIER_MISSING;
        }

        @Override
        public boolean identifies() {
            return true;
        }
    }

    /** All fields that are no identifier, do not name the record and, with events, say nothing of the event; an object. */
    record Rest() implements Source {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            var record = scene.record();
            var positions = scene.positions();
            out.ascii("{");
            int start = out.length();
            for (int field = 0; field < record.size(); field++) {
                if (positions.isIdentifier(field)
                        || positions.isRecordId(field)
                        || (scene.tracks() && positions.isEvent(field))) {
                    continue;
                }
                out.ascii(out.length() > start ? "," : "");
                record.writeName(field, out);
                out.ascii(":");
                record.writeValue(field, out);
            }
            out.ascii("}");
            return true;
        }

        @Override
        public @Nullable String text(Scene scene) {
            return null;
        }
    }

    /** Where a batch's records stand; written by the draft. */
    record Records() implements Source {

        @Override
        public boolean write(Scene scene, JsonBytes out) {
            out.ascii("[");
            scene.recordsAt(out.length());
            out.ascii("]");
            return true;
        }

        @Override
        public @Nullable String text(Scene scene) {
            return null;
        }

        @Override
        public boolean ofRecord() {
            return false;
        }
    }
}
