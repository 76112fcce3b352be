package io.activationgateway.connectors;

import java.util.List;

/** One vendor: what it is called, where it keeps data, how it is configured. Registered by one line in {@code Vendors}. */
public interface Vendor {

    /** The name in configuration, for example {@code iterable}; lower-case letters, digits and hyphens. */
    String name();

    /** Where the vendor keeps data; empty where the configuration says it (a webhook has a URL of its own). */
    List<DataRegion> dataRegions();

    /**
     * Makes a connector for one configured destination, without any I/O.
     *
     * @throws SettingsException where a setting is missing, unknown or wrong
     */
    Connector connect(Settings settings);

    /** What people need to know to configure and use it; its documentation page is made of this. */
    Guide guide();
}
