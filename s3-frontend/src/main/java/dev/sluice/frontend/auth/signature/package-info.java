/**
 * Signatures of requests, of forms and of the chunks of a body, versions 2 and 4, and the framing
 * of bodies that they prove. Knows keys, and nothing of whose they are.
 */
@NullMarked
package dev.sluice.frontend.auth.signature;

import org.jspecify.annotations.NullMarked;
