"""Referrals with a closed loop: from the draft to « reçu », « entré », or to why not."""
