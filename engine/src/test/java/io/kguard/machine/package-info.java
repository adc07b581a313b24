/** What events make of the machine. */
@org.jspecify.annotations.NullMarked
package io.kguard.machine;
