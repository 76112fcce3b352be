package io.activationgateway.residency.cache;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The version that every node of the region must run, as the region's database names it under the nodes' leases. */
public interface RegionHead {

    /** The version that this node last read, 0 where none was named yet; empty where its lease is over. Never blocks. */
    OptionalLong version();

    /** Names a version; it only grows, and to name the same one again is no error. */
    CompletionStage<Void> move(long version);

    /** Reads it again soon, rather than at the next renewal of the lease. */
    CompletionStage<Void> look();
}
