package io.activationgateway.gateway.ingest;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.signal.SignalField;
import java.util.Map;

/**
 * What a source calls the columns that have a meaning of their own. Names are compared exactly, after unescaping. One
 * column may have several meanings (a user id that is the record id too).
 *
 * @param roles the column of each role; a role without one is never found in a row
 * @param identifiers the column of each type of identifier the source sends
 * @param signals the column of each consent signal the source sends; none unless it is configured
 */
public record Columns(
        Map<ColumnRole, String> roles, Map<IdentifierType, String> identifiers, Map<SignalField, String> signals) {

    /** {@code id,email,phone,user_id,country,birth_date,event,occurred_at}. */
    public static final Columns DEFAULT = new Columns(
            Map.of(
                    ColumnRole.RECORD_ID, "id",
                    ColumnRole.COUNTRY, "country",
                    ColumnRole.BIRTH_DATE, "birth_date",
                    ColumnRole.EVENT_NAME, "event",
                    ColumnRole.EVENT_TIME, "occurred_at"),
            Map.of(
                    IdentifierType.EMAIL, "email",
                    IdentifierType.PHONE, "phone",
                    IdentifierType.USER_ID, "user_id"),
            Map.of());

    /** No column has a meaning of its own: for bodies that are not rows about people in a warehouse. */
    public static final Columns NONE = new Columns(Map.of(), Map.of(), Map.of());

    public Columns {
        roles = Map.copyOf(roles);
        identifiers = Map.copyOf(identifiers);
        signals = Map.copyOf(signals);
    }
}
