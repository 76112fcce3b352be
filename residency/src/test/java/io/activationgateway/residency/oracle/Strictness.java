package io.activationgateway.residency.oracle;

import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to happen to a field, as documents write it, and which of two actions lets less leave. */
final class Strictness {

    private static final List<Level> TIMES = List.of(Level.DAY, Level.MONTH, Level.YEAR, Level.AGE_BAND);
    private static final List<Level> PLACES = List.of(Level.CITY, Level.REGION, Level.COUNTRY);

    private Strictness() {}

    static FieldAction read(@Nullable Object written, FieldAction otherwise) {
        if (written == null) {
            return otherwise;
        }
        if (written instanceof Map<?, ?>) {
            var mapping = Sheet.of(written);
            return mapping.has("truncate")
                    ? new Truncate(mapping.number("truncate"))
                    : new Generalise(Level.valueOf(mapping.text("generalise")));
        }
        return FieldAction.Plain.valueOf((String) written);
    }

    /** The stricter of two in one line; of two that are in no line nothing leaves. */
    static FieldAction stricter(FieldAction one, FieldAction other) {
        if (one.equals(other) || other.equals(FieldAction.PASS)) {
            return one;
        }
        if (one.equals(FieldAction.PASS)) {
            return other;
        }
        if (one instanceof Truncate(int few) && other instanceof Truncate(int many)) {
            return new Truncate(Math.min(few, many));
        }
        if (one instanceof Generalise(Level first) && other instanceof Generalise(Level second)) {
            for (List<Level> line : List.of(TIMES, PLACES)) {
                if (line.contains(first) && line.contains(second)) {
                    return new Generalise(line.get(Math.max(line.indexOf(first), line.indexOf(second))));
                }
            }
        }
        var keyed = List.of(FieldAction.HASH, FieldAction.PSEUDONYMISE);
        return keyed.contains(one) && keyed.contains(other) ? FieldAction.PSEUDONYMISE : FieldAction.DROP;
    }
}
