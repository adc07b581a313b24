// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

/**
 * An event of a plugin's source.
 *
 * @param timestamp nanoseconds since the epoch
 * @param data what only the plugin understands
 */
@SuppressWarnings("ArrayRecordComponent") // of a megabyte at most, made for one reader
record PluginEvent(long timestamp, byte[] data) {}
