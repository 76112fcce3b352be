package io.activationgateway.gateway.consents;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;

/** Reads what one record tells: the change, apart from who it is about, when it was told and what proves it. */
final class ChangeFields {

    private static final ConsentState[] TOLD = {ConsentState.GRANTED, ConsentState.DENIED, ConsentState.WITHDRAWN};

    private final EventFields fields;
    private final String speaksFor;

    /** @param speaksFor the brand that the source speaks for, and no other */
    ChangeFields(EventFields fields, String speaksFor) {
        this.fields = fields;
        this.speaksFor = speaksFor;
    }

    private enum Restriction {
        SET,
        LIFTED
    }

    Change of(Statement statement) throws FaultException {
        return switch (statement) {
            case CONSENT -> consent();
            case WITHDRAWAL ->
                new Withdrawn(
                        brand(),
                        fields.constant("purpose", PurposeCode.values()),
                        fields.constant("channel", Channel.values()));
            case OBJECTION -> objected();
            case RESTRICTION ->
                switch (fields.requiredConstant("restriction", Restriction.values())) {
                    case SET -> new Restricted();
                    case LIFTED -> new RestrictionLifted();
                };
            case ERASURE -> new Erased();
        };
    }

    private Change consent() throws FaultException {
        if (fields.has("objection")) {
            alone("objection", "purpose", "state", "basis", "birth_date", "recipient_type");
            return objected();
        }
        if (fields.has("birth_date")) {
            alone("birth_date", "purpose", "channel", "state", "basis", "recipient_type");
            return new Born(requireNonNull(fields.date("birth_date")));
        }
        if (fields.has("recipient_type")) {
            alone("recipient_type", "purpose", "channel", "state", "basis");
            return new RecipientTold(fields.requiredConstant("recipient_type", RecipientType.values()));
        }
        return choice();
    }

    /** An event says one thing, so that its answer does, too. */
    private void alone(String field, String... others) throws FaultException {
        for (var other : others) {
            if (fields.has(other)) {
                throw FaultException.type(other, "nothing beside " + field + "; send two events to say both");
            }
        }
    }

    private String brand() throws FaultException {
        var brand = fields.optional("brand");
        if (brand != null && !brand.equals(speaksFor)) {
            throw FaultException.type("brand", speaksFor + ", which this source speaks for");
        }
        return speaksFor;
    }

    private Change choice() throws FaultException {
        var purpose = fields.requiredConstant("purpose", PurposeCode.values());
        var cell = new Cell(brand(), purpose, channel(purpose));
        var state = fields.requiredConstant("state", TOLD);
        var basis = state == ConsentState.GRANTED
                ? fields.requiredConstant("basis", LegalBasis.values())
                : fields.constant("basis", LegalBasis.values());
        return new Choice(cell, state, basis);
    }

    private Channel channel(PurposeCode purpose) throws FaultException {
        return switch (purpose) {
            case PROFILING, ANALYTICS, SUPPRESSION_SYNC -> {
                var channel = fields.constant("channel", Channel.values());
                yield channel == null ? Channel.NONE : channel;
            }
            case DIRECT_MARKETING, AD_TARGETING, SERVICE_MESSAGE, LEGAL_NOTICE ->
                fields.requiredConstant("channel", Channel.values());
        };
    }

    private Change objected() throws FaultException {
        var scope = fields.requiredConstant("objection", ObjectionScope.values());
        var channel = fields.constant("channel", Channel.values());
        if (channel == null) {
            channel = Channel.NONE;
        }
        if ((scope == ObjectionScope.CHANNEL) == (channel == Channel.NONE)) {
            throw FaultException.type(
                    "channel",
                    scope == ObjectionScope.CHANNEL
                            ? "the channel objected to"
                            : "nothing: this objection is to every channel");
        }
        return new Objected(new Objection(brand(), scope, channel));
    }
}
