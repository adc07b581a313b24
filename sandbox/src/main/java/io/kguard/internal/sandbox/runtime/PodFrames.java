// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.workload.Peer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The frames for the process that holds a pod, in the format of {@code pod.h} and in the order in which they are added.
 */
final class PodFrames {
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    public PodFrames hostName(String name) {
        return add(PodFrame.HOST_NAME, List.of(name));
    }

    public PodFrames network(String address, List<Peer> peers) {
        add(PodFrame.ADDRESS, List.of(address));
        peers.forEach(this::peer);
        return this;
    }

    private void peer(Peer peer) {
        PodFrame type = peer.protocol() == Peer.Protocol.TCP ? PodFrame.TCP_PEER : PodFrame.UDP_PEER;
        String port = String.valueOf(peer.port());
        if (peer.behaviour() instanceof Peer.Answer answer) {
            String hex = HexFormat.of().formatHex(answer.bytes());
            add(type, List.of(peer.address(), port, "answer", answer.close() ? "1" : "0", hex));
        } else if (peer.behaviour() instanceof Peer.Relay relay) {
            String target = relay.target().getAddress().getHostAddress();
            String targetPort = String.valueOf(relay.target().getPort());
            add(type, List.of(peer.address(), port, "relay", target, targetPort));
        } else {
            add(type, List.of(peer.address(), port, "sink"));
        }
    }

    /** The peers to which nothing gets through. */
    public PodFrames fence(Collection<Peer> peers) {
        return peers.isEmpty() ? this : add(PodFrame.FENCE, fenced(peers));
    }

    /** A frame for a pod that runs: the peers to which nothing gets through from now on. */
    public static byte[] fenceNow(Collection<Peer> peers) {
        return encode(PodFrame.FENCE, fenced(peers));
    }

    private static List<String> fenced(Collection<Peer> peers) {
        return peers.stream()
                .flatMap(peer -> Stream.of(
                        peer.protocol() == Peer.Protocol.TCP ? "tcp" : "udp",
                        peer.address(),
                        String.valueOf(peer.port())))
                .toList();
    }

    /** A frame for a pod that runs: whether a connection is made. */
    public static byte[] probe(String address, int port) {
        return encode(PodFrame.PROBE, List.of(address, String.valueOf(port)));
    }

    /** A socket at a path that answers and closes. */
    PodFrames unixPeer(Path path, byte[] answer) {
        return add(PodFrame.UNIX_PEER, List.of(path.toString(), HexFormat.of().formatHex(answer)));
    }

    public PodFrames mounts(List<MountRequest> requests) {
        requests.forEach(request -> add(PodFrame.MOUNTS, request.texts()));
        return this;
    }

    /** The processes of a decoy node with this root directory. */
    public PodFrames node(Path root) {
        return add(PodFrame.NODE, List.of(root.toString()));
    }

    /** All frames, and the end. */
    public byte[] toBytes() {
        return add(PodFrame.END, List.of()).frames.toByteArray();
    }

    private PodFrames add(PodFrame frame, List<String> texts) {
        frames.writeBytes(encode(frame, texts));
        return this;
    }

    private static byte[] encode(PodFrame frame, List<String> texts) {
        return ShimFrames.encode(frame.type(), ShimTexts.encode(texts)).array();
    }
}
