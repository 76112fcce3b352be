package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import org.jspecify.annotations.Nullable;

/** The label under which anonymous ids are aliases of people. */
record AliasLabel(String label) {

    /** Writes a user alias object, or answers why it cannot. */
    @Nullable
    VendorCode write(OutgoingRecord record, JsonBytes out) {
        out.ascii("{\"alias_name\":");
        var refusal = PersonKey.ALIAS.write(record, out);
        out.ascii(",\"alias_label\":").string(label).ascii("}");
        return refusal;
    }
}
