package io.activationgateway.connectors.braze;

import io.activationgateway.connectors.JsonBytes;

/** The label under which anonymous ids are aliases of people. */
record AliasLabel(String label) {

    /** Writes a user alias object. */
    void write(String name, JsonBytes out) {
        out.ascii("{\"alias_name\":").string(name).ascii(",\"alias_label\":");
        out.string(label).ascii("}");
    }
}
