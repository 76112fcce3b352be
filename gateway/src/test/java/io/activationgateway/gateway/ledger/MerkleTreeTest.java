package io.activationgateway.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {

    /** The leaves and roots of the test vectors of Certificate Transparency. */
    @Test
    void rootsAreThoseOfRfc6962() throws IOException {
        var leaves = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        var roots = List.of(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        var tree = new MerkleTree((_, _, _) -> {});
        assertThat(hex(tree.root())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int i = 0; i < leaves.size(); i++) {
            tree.add(tree.leafHash(HexFormat.of().parseHex(leaves.get(i))));
            assertThat(hex(tree.root())).isEqualTo(roots.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 511, 65_535, 65_536, 70_000})
    void aTreeAcrossTilesHasTheRootOfTheRecursiveDefinition(int size) throws Exception {
        Map<String, byte[]> tiles = new HashMap<>();
        var tree = new MerkleTree((level, number, hashes) -> tiles.put(level + "/" + number, hashes.clone()));
        var leaves = new byte[size][];
        for (int i = 0; i < size; i++) {
            leaves[i] = tree.leafHash(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
            tree.add(leaves[i]);
        }
        assertThat(hex(tree.root())).isEqualTo(hex(mth(leaves, 0, size)));

        int full = size / 256 * 256;
        var restored = MerkleTree.restore(full, (level, number) -> tiles.get(level + "/" + number), (_, _, _) -> {});
        for (int i = full; i < size; i++) {
            restored.add(leaves[i]);
        }
        assertThat(hex(restored.root())).isEqualTo(hex(tree.root()));
    }

    /** The example of the C2SP tiles specification. */
    @Test
    void tilesAreAsManyAsTheLayoutSays() throws IOException {
        Map<Integer, Integer> full = new HashMap<>();
        var tree = new MerkleTree((level, _, _) -> full.merge(level, 1, Integer::sum));
        byte[] leaf = tree.leafHash(new byte[0]);
        for (int i = 0; i < 70_000; i++) {
            tree.add(leaf);
        }
        assertThat(full).isEqualTo(Map.of(0, 273, 1, 1));
        assertThat(tree.partial(0)).hasSize(112 * 32);
        assertThat(tree.partial(1)).hasSize(17 * 32);
        assertThat(tree.partial(2)).hasSize(32);
        assertThat(Layout.path(1_234_067)).isEqualTo("x001/x234/067");
        assertThat(Layout.path(5)).isEqualTo("005");
        assertThat(Layout.path(1_000)).isEqualTo("x001/000");
    }

    /** The public key of the documentation of Go's note package. */
    @Test
    void theKeyIdIsThatOfTheSignedNoteSpecification() {
        byte[] keyed = Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        String info = "302a300506032b6570032100" + HexFormat.of().formatHex(keyed, 1, 33);
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(info)) + "\n-----END PUBLIC KEY-----\n";
        var key = VerifyingKey.parse(pem, "here");
        assertThat(hex(Checkpoint.keyId("PeterNeumann", key))).isEqualTo("c74f20a3");
    }

    @Test
    void aCheckpointIsAcceptedOnlyAsItWasSigned() throws IOException {
        var root = new MerkleTree((_, _, _) -> {}).root();
        var checkpoint = new Checkpoint("eu/1", 0, new Checkpoint.Root(root));
        String note = checkpoint.sign(Samples.KEY);
        assertThat(note).startsWith("eu/1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 eu/1 ");
        var key = Samples.KEY.verifyingKey();
        assertThat(Checkpoint.verify(note, key)).contains(checkpoint);
        assertThat(Checkpoint.verify(note + "\u2014 witness AAAAAAAA\n", key)).contains(checkpoint);
        for (int i = 0; i < note.length(); i++) {
            var changed = new StringBuilder(note);
            changed.setCharAt(i, (char) (note.charAt(i) ^ 1));
            assertThat(Checkpoint.verify(changed.toString(), key))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    private static byte[] mth(byte[][] leaves, int from, int to) throws NoSuchAlgorithmException {
        if (to - from == 1) {
            return leaves[from];
        }
        int half = Integer.highestOneBit(to - from - 1);
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 1);
        sha256.update(mth(leaves, from, from + half));
        sha256.update(mth(leaves, from + half, to));
        return sha256.digest();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
