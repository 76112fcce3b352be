package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.gateway.ingest.Kind;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.PlaceLevel;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Plain;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What leaves of the fields of a body's rows. A value that has no form under its action does not leave, nor does its
 * name. Immutable; any thread.
 *
 * @param today by which ages are counted, the same at every attempt
 */
public record FieldForms(Rows rows, FieldCatalogue catalogue, Masking masking, LocalDate today) {

    /** Something that is written anew. */
    sealed interface Form {

        /** A text. */
        record Text(String text) implements Form {
            @Override
            public String toString() {
                return "Text";
            }
        }

        /** JSON, with the text that it is where it is plain. */
        record Json(String json, @Nullable String text) implements Form {
            @Override
            public String toString() {
                return "Json";
            }
        }

        default @Nullable String plain() {
            return switch (this) {
                case Text(var text) -> text;
                case Json(var _, var text) -> text;
            };
        }

        default void write(JsonBytes out) {
            switch (this) {
                case Text(var text) -> out.string(text);
                case Json(var json, var _) -> {
                    var bytes = json.getBytes(UTF_8);
                    out.raw(bytes, 0, bytes.length);
                }
            }
        }
    }

    /** Whether anything of a classified field leaves under an action. */
    public static boolean leaves(Rows rows, int field, FieldClass meaning, FieldAction action) {
        return switch (action) {
            case Plain plain ->
                plain == Plain.PASS || (plain != Plain.DROP && !rows.kind(field).nested());
            case Truncate _ -> !rows.kind(field).nested();
            case Generalise(var level) ->
                rows.kind(field) == Kind.NULL || generalised(rows, field, meaning, level, LocalDate.EPOCH) != null;
        };
    }

    /** What leaves of a classified field of a row under an action other than {@code PASS}; null where nothing does. */
    @Nullable
    Form form(int row, int field, FieldAction action) {
        if (rows.kind(field) == Kind.NULL) {
            return action == FieldAction.DROP ? null : new Form.Json("null", null);
        }
        var meaning = catalogue.field(rows.catalogueField(field));
        if (action instanceof Generalise(var level)) {
            return generalised(rows, field, meaning, level, today);
        }
        var text = rows.text(field);
        if (text == null) {
            return null;
        }
        return switch (action) {
            case Plain.HASH -> new Form.Text(Masking.hash(meaning.identifier(), text, rows.country(row)));
            case Plain.PSEUDONYMISE -> new Form.Text(masking.pseudonym(meaning.name(), text));
            case Truncate(int characters) -> new Form.Text(LesserForm.truncated(text, characters));
            case Plain _, Generalise _ -> null;
        };
    }

    private static @Nullable Form generalised(Rows rows, int field, FieldClass meaning, Level level, LocalDate today) {
        if (rows.kind(field) == Kind.OBJECT) {
            var place = LesserForm.place(rows.parser(field), meaning, level);
            return place == null ? null : new Form.Json(place, null);
        }
        var text = rows.text(field);
        if (text == null) {
            return null;
        }
        if (!level.isPlace()) {
            var time = LesserForm.time(text, level, today);
            return time == null ? null : new Form.Text(time);
        }
        var place = meaning.value().place();
        if (place == null) {
            return null;
        }
        if (place.isWithin(level)) {
            return plain(rows, field, text);
        }
        var rounded = place == PlaceLevel.POINT ? LesserForm.coordinates(text, level) : null;
        return rounded == null ? null : plain(rows, field, rounded);
    }

    /** A number stays one. */
    private static Form plain(Rows rows, int field, String text) {
        return rows.isNumber(field) ? new Form.Json(text, text) : new Form.Text(text);
    }
}
