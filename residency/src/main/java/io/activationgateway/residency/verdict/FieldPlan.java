package io.activationgateway.residency.verdict;

import java.util.Arrays;

/** What happens to each field of the catalogue, by field number. Immutable; a number it does not know is dropped. */
public final class FieldPlan {

    private final FieldAction[] actions;

    private FieldPlan(FieldAction[] actions) {
        this.actions = actions;
    }

    public static FieldPlan of(FieldAction... actions) {
        return new FieldPlan(actions.clone());
    }

    public FieldAction action(int field) {
        return field >= 0 && field < actions.length ? actions[field] : FieldAction.DROP;
    }

    public int size() {
        return actions.length;
    }

    /** The plan under which a field leaves only as far as both plans let it. */
    public FieldPlan intersect(FieldPlan other) {
        if (equals(other)) {
            return this;
        }
        var stricter = new FieldAction[Math.max(actions.length, other.actions.length)];
        Arrays.setAll(stricter, field -> action(field).stricter(other.action(field)));
        return new FieldPlan(stricter);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPlan plan && Arrays.equals(actions, plan.actions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(actions);
    }

    @Override
    public String toString() {
        return Arrays.toString(actions);
    }
}
