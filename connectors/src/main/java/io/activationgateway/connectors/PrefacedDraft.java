package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/** A draft whose request may have to wait for another one: a token, the account's region, an id. */
public final class PrefacedDraft implements Draft {

    private final Draft draft;
    private final UnaryOperator<Sent> preface;

    /** {@code preface} answers the finished request as it is, or {@link Sent#after after} the one that must come first. */
    public PrefacedDraft(Draft draft, UnaryOperator<Sent> preface) {
        this.draft = requireNonNull(draft, "draft");
        this.preface = requireNonNull(preface, "preface");
    }

    @Override
    public Addition add(OutgoingRecord record) {
        return draft.add(record);
    }

    @Override
    public int records() {
        return draft.records();
    }

    @Override
    public int bytes() {
        return draft.bytes();
    }

    @Override
    public Sent finish() {
        return preface.apply(draft.finish());
    }
}
