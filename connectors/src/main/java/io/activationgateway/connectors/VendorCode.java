package io.activationgateway.connectors;

import java.util.Locale;

/** Why a vendor, or the gateway before it, answers for a record as it does. Closed: used unchanged in results and metrics. */
public enum VendorCode {
    /** Taken. */
    OK,
    /** A removal of somebody who is not there: nothing is left to do. */
    NOT_THERE,

    /** The vendor has no such operation. */
    OPERATION_NOT_SUPPORTED,
    /** The operation needs an audience and none is named. */
    AUDIENCE_MISSING,
    /** The vendor's id of the audience is not configured. */
    AUDIENCE_UNKNOWN,

    /** The vendor has no such channel, or its counterpart is not configured. */
    CHANNEL_UNKNOWN,

    /** The operation says that a person consented, and the record leaves on another basis. */
    CONSENT_MISSING,
    /** The vendor wants the time of the consent, and the record has none that can be read. */
    CONSENT_TIME_MISSING,
    /** No identifier leaves by which this vendor knows people. */
    IDENTIFIER_MISSING,
    /** The identifier is not of the form that the vendor demands. */
    IDENTIFIER_INVALID,
    /** An event without a name. */
    EVENT_NAME_MISSING,
    /** The time of the event is not an ISO 8601 instant with zone. */
    EVENT_TIME_INVALID,
    /** A field bears a name with a meaning of its own at the vendor. */
    FIELD_RESERVED,
    /** The record alone exceeds the vendor's limit. */
    RECORD_TOO_LARGE,

    /** The vendor was told to forget this person and refuses data. */
    FORGOTTEN,
    /** The vendor does not know this person and may not create one. */
    NOT_FOUND,
    /** The identifiers belong to different people at the vendor. */
    CONFLICT,
    /** The vendor refuses the record's data. */
    DATA_INVALID,
    /** The vendor is set up to refuse events of this name. */
    EVENT_NAME_DISALLOWED,
    /** A field's type is not the one that the vendor has stored. */
    FIELD_TYPE_MISMATCH,
    /** The vendor refuses the request without naming a record. */
    REQUEST_REFUSED,
    /** The request is larger than the vendor takes. */
    REQUEST_TOO_LARGE,

    /** The vendor asks to slow down. */
    RATE_LIMITED,
    /** The vendor failed, or something in front of it. */
    VENDOR_ERROR,
    /** The vendor refuses the credentials. */
    CREDENTIALS_REFUSED,
    /** The vendor says that the endpoint is gone, moved or not there. */
    ENDPOINT_WRONG,
    /** The vendor says that the account lives in another data region than the configured one. */
    REGION_WRONG,
    /** The vendor answered, and the answer cannot be understood. */
    ANSWER_UNREADABLE,
    /** No connection was made: nothing left. */
    NOT_CONNECTED,
    /** Bytes left and no answer came. */
    NO_ANSWER,

    /** The vendor has failed so often that nothing is sent to it for a while: nothing left. */
    CIRCUIT_OPEN,
    /** As much is under way to this vendor as may be: nothing left. */
    BUSY,
    /** The deadline passed before it could be sent. */
    OUT_OF_TIME,
    /** The vendor's host resolves to a private address, and the configuration does not permit that. */
    ADDRESS_NOT_PERMITTED,
    /** The evidence of the attempt could not be written, so nothing left. */
    NOT_RECORDED,
    /** The gateway's own state was not current until the deadline: nothing left. */
    PUT_OFF,
    /** The gateway failed while it wrote the request: nothing left. */
    NOT_WRITTEN,
    /** Taken back before it left: consent or policy has changed. */
    WITHDRAWN;

    /** The name in results, ledger and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
