package io.kguard.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** What the process that holds a pod is told, as {@code pod.h} has it: frames, in the order in which they are added. */
final class PodFrames {
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    PodFrames hostName(String name) {
        return add('h', List.of(name));
    }

    PodFrames network(String address, List<Peer> peers) {
        add('a', List.of(address));
        peers.forEach(this::peer);
        return this;
    }

    private void peer(Peer peer) {
        char type = peer.protocol() == Peer.Protocol.TCP ? 't' : 'u';
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

    /** A socket on a path that answers and closes. */
    PodFrames unixPeer(Path path, byte[] answer) {
        return add('s', List.of(path.toString(), HexFormat.of().formatHex(answer)));
    }

    PodFrames mounts(List<MountRequest> requests) {
        requests.forEach(request -> add('m', request.texts()));
        return this;
    }

    /** The processes of a decoy node whose root this is. */
    PodFrames node(Path root) {
        return add('n', List.of(root.toString()));
    }

    /** All of them, and the end. */
    byte[] toBytes() {
        return add('.', List.of()).frames.toByteArray();
    }

    private PodFrames add(char type, List<String> texts) {
        byte[] payload = ShimTexts.encode(texts);
        frames.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(payload.length + 1).array());
        frames.write(type);
        frames.writeBytes(payload);
        return this;
    }
}
