package io.activationgateway.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may change the region's policy, where it acts and where it comes from.
 *
 * @param people by name; none where the policy is changed by the folder alone
 * @param regions where the versions that this region publishes act, its own among them
 * @param features how many different features of traffic are kept at most to try drafts on
 * @param serve how other regions get the versions of this one; null where none do
 * @param follow how this region gets its versions from another; null where it publishes its own
 */
public record Governance(
        Map<String, PersonConfig> people,
        List<String> regions,
        int features,
        @Nullable Serve serve,
        @Nullable Follow follow) {

    /** How many different features are kept unless told: some 20 MB. */
    public static final int FEATURES = 100_000;

    public Governance {
        people = Map.copyOf(people);
        regions = List.copyOf(regions);
    }

    /** A region on its own whose policy is the folder. */
    public static Governance of(String region) {
        return new Governance(Map.of(), List.of(region), FEATURES, null, null);
    }

    /**
     * The end of a link between regions, by which the other end knows this one: mutual TLS with pinned certificates.
     *
     * @param key the file of the private key
     * @param certificate the file of the certificate for it
     * @param peers the files of the certificates that are trusted at the other end
     */
    public record Link(Path key, Path certificate, List<Path> peers) {
        public Link {
            peers = List.copyOf(peers);
        }
    }

    /** Where versions are served to followers. */
    public record Serve(String host, int port, Link link) {}

    /**
     * Whom this region follows.
     *
     * @param urls nodes of the authority's region, tried in turn
     * @param maxAge how long the authority's last statement counts; without a newer one the region then decides nothing
     */
    public record Follow(List<String> urls, Link link, Duration maxAge) {
        public Follow {
            urls = List.copyOf(urls);
        }
    }
}
