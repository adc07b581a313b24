// SPDX-License-Identifier: Apache-2.0
/** Falco's own library as the reference: what it makes of captures, and whether kguard makes the same of them. */
@org.jspecify.annotations.NullMarked
package io.kguard.reference;
