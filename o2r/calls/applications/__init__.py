"""What candidates write and send: application, consortium, answers, budget, pieces, receipt."""
