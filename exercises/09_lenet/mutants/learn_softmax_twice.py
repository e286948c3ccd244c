"""Give the loss probabilities: it takes a softmax of them."""
# expect: lenet-learn
# says: a softmax comes before

import torch
import torch.nn.functional as F


def learn(state, x, y, lr=0.04, steps=1):
    net = LeNet5()
    net.load_state_dict(state)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(net(x).softmax(dim=1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses)
