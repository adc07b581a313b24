// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A server on a pod's isolated network. It listens in the pod's network namespace but outside its containers. So
 * connections to it are real, but what it does is never seen as the container's action.
 *
 * @param address an IPv4 address, which is added to the pod's network
 * @param port the port it listens on
 * @param protocol the transport protocol
 * @param names host names for the address, in the pod's /etc/hosts
 * @param behaviour what it does with a connection
 */
@API(status = API.Status.EXPERIMENTAL)
public record Peer(String address, int port, Protocol protocol, List<String> names, Behaviour behaviour) {

    /** The names by which pods know the API server. */
    public static final List<String> API_SERVER_NAMES = List.of(
            "kubernetes.default.svc", "kubernetes.default", "kubernetes", "kubernetes.default.svc.cluster.local");

    /** The transport protocol. */
    public enum Protocol {
        TCP,
        UDP
    }

    /** What a peer does with what it receives. */
    public sealed interface Behaviour permits Sink, Answer, Relay {}

    /** Reads what it receives and answers nothing. */
    public record Sink() implements Behaviour {}

    /**
     * Sends these bytes after it has received something.
     *
     * @param bytes at most 64 KiB
     * @param close whether it then closes the connection
     */
    public record Answer(byte[] bytes, boolean close) implements Behaviour {
        public Answer {
            bytes = bytes.clone();
            if (bytes.length > 1 << 16) {
                throw new IllegalArgumentException("a peer's answer is at most 64 KiB, not " + bytes.length);
            }
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * Forwards the connection to a server outside the simulation, such as the simulated API server (TCP only). A target
     * on loopback sees the pod with the address {@code 10.B.C.D} connect from {@code 127.B.C.D}.
     *
     * @param target an IPv4 address on this machine, as seen from the JVM
     */
    public record Relay(InetSocketAddress target) implements Behaviour {}

    public Peer {
        names = List.copyOf(names);
        if (!Ipv4.isAddress(address)) {
            throw new IllegalArgumentException("a peer's address is an IPv4 address, not " + Quoted.of(address));
        }
        for (String name : names) {
            if (!NameRule.DNS_SUBDOMAIN.allows(name)) {
                throw new IllegalArgumentException(
                        "a peer's name can't be " + Quoted.of(name) + ": " + NameRule.DNS_SUBDOMAIN.allowed());
            }
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        if (behaviour instanceof Relay && protocol == Protocol.UDP) {
            throw new IllegalArgumentException("only TCP can be relayed");
        }
    }

    /** A TCP peer that accepts and reads but answers nothing. */
    public static Peer sink(String address, int port, String... names) {
        return new Peer(address, port, Protocol.TCP, List.of(names), new Sink());
    }

    /** A TCP peer that answers once and keeps the connection open. */
    public static Peer answering(String address, int port, String answer, String... names) {
        return new Peer(address, port, Protocol.TCP, List.of(names), new Answer(answer.getBytes(US_ASCII), false));
    }

    /** A TCP peer that answers once with bytes and keeps the connection open. */
    public static Peer answering(String address, int port, byte[] answer, String... names) {
        return new Peer(address, port, Protocol.TCP, List.of(names), new Answer(answer, false));
    }

    /** A TCP peer that forwards connections to a server on this machine. */
    public static Peer relay(String address, int port, InetSocketAddress target, String... names) {
        return new Peer(address, port, Protocol.TCP, List.of(names), new Relay(target));
    }

    /**
     * The peers of every pod: the API server's address (10.96.0.1:443), a stratum pool (198.51.100.7:3333,
     * pool.minexmr.example), an attacker's host (203.0.113.66, attacker.example; TCP 4444 and 443 for reverse
     * connections, 80 for downloads) and the cloud's metadata service (169.254.169.254:80).
     */
    public static List<Peer> defaults() {
        String page = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n#!/bin/sh\necho hi\n";
        Behaviour web = new Answer(page.getBytes(US_ASCII), true);
        return List.of(
                sink("10.96.0.1", 443, API_SERVER_NAMES.toArray(String[]::new)),
                answering(
                        "198.51.100.7",
                        3333,
                        "{\"id\":1,\"jsonrpc\":\"2.0\",\"error\":null,\"result\":{\"status\":\"OK\"}}\n",
                        "pool.minexmr.example"),
                sink("203.0.113.66", 4444, "attacker.example"),
                sink("203.0.113.66", 443, "attacker.example"),
                new Peer("203.0.113.66", 80, Protocol.TCP, List.of("attacker.example"), web),
                new Peer("169.254.169.254", 80, Protocol.TCP, List.of("metadata.google.internal"), web));
    }

    /** Whether another listens at the same place. */
    public boolean clashesWith(Peer other) {
        return address.equals(other.address) && port == other.port && protocol == other.protocol;
    }
}
